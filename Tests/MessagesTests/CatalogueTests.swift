import Messages
import Testing
import Vocabulary

@Suite("The catalogue of contracts")
struct CatalogueTests {
    @Test("given all contracts, then types, names and schema URIs are unique")
    func isUnique() {
        let contracts = Catalogue.contracts
        #expect(Set(contracts.map(\.type)).count == contracts.count)
        #expect(Set(contracts.map { "\($0.name).v\($0.version)" }).count == contracts.count)
        #expect(Set(contracts.map(\.schemaURI)).count == contracts.count)
        #expect(Set(Catalogue.collections.map(\.name)).count == Catalogue.collections.count)
    }

    @Test("given all commands, then no two routes meet, whatever their parameters are called")
    func hasUniqueRoutes() {
        let shapes = Catalogue.routedCommands.map { command in
            let segments = command.route.path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }
            return "\(command.route.method) \(segments.joined(separator: "/"))"
        }
        #expect(Set(shapes).count == shapes.count)
        #expect(!shapes.isEmpty)
    }

    @Test("given a command with a route, then it is under /v1, has roles, and its parameters are required members")
    func hasPathParameters() {
        for command in Catalogue.routedCommands {
            let required = Set(command.contract.schema.fields.filter(\.isRequired).map(\.name))
            #expect(command.route.path.hasPrefix("/v1/"))
            #expect(!command.roles.isEmpty)
            #expect(Set(command.route.parameters).isSubset(of: required), "\(command.contract.name)")
        }
    }

    @Test("given a type, when it is looked up, then the message is found; an unknown one is not")
    func findsByType() {
        for message in Catalogue.all {
            #expect(Catalogue.message(type: message.contract.type) == message)
        }
        #expect(Catalogue.message(type: "aftercare.dispatch.work-order-completed.v1") == WorkOrderCompletedV1.self)
        #expect(Catalogue.message(type: "org.openrepair.record.v0.3") == OpenRepairRecordV1.self)
        #expect(Catalogue.message(type: "aftercare.command-completed.v1") == CommandCompletedV1.self)
        #expect(Catalogue.message(type: "aftercare.nothing.v1") == nil)
    }

    @Test("given the topics, then names are unique, well formed, and each service has its timers")
    func hasTopics() {
        let names = Catalogue.topics.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.hasPrefix("aftercare.") && $0.hasSuffix(".v1") })
        for service in ServiceName.allCases {
            #expect(names.contains("aftercare.\(service.rawValue).timer.events.v1"))
            #expect(DeadlineFiredV1.topic(for: service).name == "aftercare.\(service.rawValue).timer.events.v1")
        }
        for contract in Catalogue.contracts { #expect(Catalogue.topics.contains(contract.topic)) }
    }

    @Test("given a contract of a kind, then its topic is of that kind and kept accordingly")
    func fitsItsTopic() {
        for contract in Catalogue.contracts {
            let name = contract.topic.name
            switch contract.kind {
            case .command(route: nil, _): #expect(name.hasPrefix("aftercare.in."))
            case .command: #expect(name.hasSuffix(".commands.v1"))
            case .event: #expect(name.hasSuffix(".events.v1"))
            case .state: #expect(name.hasSuffix(".state.v1"))
            case .outcome: #expect(name == "aftercare.gateway.outcome.v1")
            case .runtime: #expect(name.contains(".timer.") || name.contains(".runtime."))
            }
            #expect(contract.topic.isCompacted == name.hasSuffix(".state.v1"))
        }
    }

    @Test("given a state, then it names itself, its status, version and time, and filters are members")
    func describesCollections() {
        for collection in Catalogue.collections {
            let members = Set(collection.contract.schema.fields.map(\.name))
            #expect(members.isSuperset(of: ["id", "status", "version", "updatedAt"]), "\(collection.name)")
            #expect(members.isSuperset(of: collection.filters), "\(collection.name)")
            #expect(collection.contract.schema.fields.first { $0.name == "id" }?.isRequired == true)
        }
        #expect(Catalogue.collection(named: "work-orders")?.message == WorkOrderStateV1.self)
        #expect(Catalogue.collection(named: "nothing") == nil)
    }

    @Test("given any contract, then both languages have a title")
    func hasTitles() {
        for contract in Catalogue.contracts {
            #expect(contract.title.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
            #expect(contract.title.en.unicodeScalars.allSatisfy { $0.isASCII })
        }
    }

    @Test(
        "given a full sample, then its key keeps what belongs together in order",
        arguments: Catalogue.all
    )
    func hasKey(message: any Message.Type) throws {
        let body = try message.decode(try Samples.Golden(message: message, fullness: .full).bytes())
        let document = try JSONParser.parse(try body.jsonBytes())
        if message == BackorderFilledV1.self || message == StockMovedV1.self || message == ReceiveStockV1.self {
            #expect(body.key == "WM-DAMPER-10@shanghai")
        } else if case .state = message.contract.kind {
            #expect(body.key == document["id"]?.stringValue)
        } else if let caseID = (body as? any CaseBound)?.caseID {
            #expect(body.key == caseID.description)
        } else if case .outcome = message.contract.kind {
            #expect(body.key == document["commandID"]?.stringValue)
        }
    }

    @Test("given a message with a case id, then it is marked as bound to the case")
    func marksWhatBelongsToACase() {
        for message in Catalogue.all {
            let hasCase = message.contract.schema.fields.contains { $0.name == "caseID" && $0.isRequired }
            #expect(hasCase == (message is any CaseBound.Type), "\(message.contract.name)")
        }
    }

    @Test("given a routed case, then only the service that takes it is told of a part to open")
    func namesThePart() throws {
        let golden = Samples.Golden(message: CaseRoutedV1.self, fullness: .full)
        let routed = try CaseRoutedV1.decode(try golden.bytes())
        #expect(routed.destination == .dispatch)
        #expect(routed.workOrderID?.value == routed.partID)
        #expect(routed.complaintID == nil)
        #expect(routed.returnID == nil)
    }
}
