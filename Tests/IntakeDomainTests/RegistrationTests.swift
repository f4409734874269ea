import IntakeDomain
import Testing
import Vocabulary

@Suite("Registration")
struct RegistrationTests {
    @Test(
        "IN-39: given a type of contact, when it is registered, then it goes to the service that handles it",
        arguments: [
            (ContactType.repair, Destination.dispatch), (.complaint, .complaints), (.returnGoods, .returns),
            (.enquiry, .hotline), (.parts, .hotline), (.suggestion, .hotline),
        ]
    )
    func routing(contactType: ContactType, destination: Destination) throws {
        #expect(try Samples.registration(Samples.request(contactType)).destination == destination)
    }

    @Test("IN-20: given a fault solved in the first call, when it is registered, then no visit is planned")
    func solvedByPhone() throws {
        let registration = try Samples.registration(Samples.request(phoneSolution: "拔插电源"))
        #expect(registration.destination == .hotline)
        let closed = try ServiceCase(registration).after(.resolveByPhone(solution: "拔插电源"), at: Samples.tuesday)
        #expect(closed.outcome == .answered)
        #expect(try Samples.registration(Samples.request(phoneSolution: " ")).destination == .dispatch)
    }

    @Test(
        "IN-34: given a contract date, when the call is registered, then the entitlement is decided on the business day"
    )
    func entitlement() throws {
        let registration = try Samples.registration()
        #expect(registration.entitlement == .free(until: Samples.date("2027-03-14")))
    }

    @Test("IN-34: given no word about the contract, when the product file knows its date, then that date decides")
    func knownContractDate() throws {
        let known = Samples.date("2025-01-10")
        let unknown = try Samples.registration(Samples.request(contractDate: nil))
        #expect(unknown.entitlement == .chargeable(.noContractDate))
        let registration = try Samples.registration(Samples.request(contractDate: nil), knownContractDate: known)
        #expect(registration.contractDate == known)
        #expect(registration.entitlement == .chargeable(.guaranteeOver(since: Samples.date("2026-01-09"))))
    }

    @Test(
        "IN-17: given a request that lacks something, when it is registered, then the missing field is named",
        arguments: [
            (Samples.request(name: " "), CaseRefusal.missing(.customerName)),
            (Samples.request(category: ""), .missing(.productCategory)),
            (Samples.request(symptom: "\t"), .missing(.symptom)),
            (Samples.request(region: ""), .missing(.region)),
            (
                Samples.request(contractDate: Samples.date("2026-11-18")),
                .contractDateInFuture(Samples.date("2026-11-18"))
            ),
        ]
    )
    func refuses(request: CaseRequest, refusal: CaseRefusal) {
        #expect(throws: refusal) { try Samples.registration(request) }
    }

    @Test("given every refusal, when it is explained, then code, Chinese and English text are there")
    func explanations() {
        let refusals: [CaseRefusal] =
            [
                .unknownCase, .missing(.symptom), .contractDateInFuture(Samples.date("2026-11-18")),
                .alreadyClosed(.repaired), .alreadyCancelled, .workHasBegun, .unreadableField(name: "event_date"),
            ] + CasePart.Kind.allCases.map { .heldBy($0) }
        #expect(Set(refusals.map(\.code)).count == refusals.count)
        for refusal in refusals {
            #expect(!refusal.code.contains("_") && !refusal.code.contains(" "))
            #expect(!refusal.explanation.zh.isEmpty && !refusal.explanation.en.isEmpty)
        }
    }

    @Test("given a business day, when cases are numbered, then they count up from one and start again the next day")
    func counter() {
        let day = Samples.date("2026-11-21")
        var counter = CaseCounter(day: day)
        #expect(counter.next(on: day).description == "AS-20261121-000001")
        #expect(counter.next(on: day).description == "AS-20261121-000002")
        #expect(counter.next(on: day.adding(days: 1)).description == "AS-20261122-000001")
        #expect(counter.next(on: day).description == "AS-20261122-000002")
    }
}
