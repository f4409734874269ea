import Messages

/// One command that somebody sends in the demonstration.
package struct DemoAct: Equatable, Sendable {
    package let name: String
    package let path: String
    package let body: JSONValue
    package let role: Role
}

/// What is to be done about one thing that a list shows, as a chain of commands in order.
package struct DemoTask: Equatable, Sendable {
    /// The thing, in the words of the API: `work-orders/…`.
    package let subject: String
    /// Where the thing stands; while it stays there, the same task is not begun again at once.
    package let phase: String
    package let acts: [DemoAct]
}

/// Decides what technicians, clerks and customers do next, from what the lists show.
package enum DemoScript {
    /// The lists to look at: collection and query.
    package static let lists: [(collection: String, query: String)] =
        [
            ("work-orders", "status=assigned"), ("work-orders", "status=under-way"), ("work-orders", "status=arrived"),
            ("work-orders", "status=waiting-for-technician"), ("returns", "status=requested"),
            ("returns", "status=authorised"), ("returns", "status=received"), ("returns", "status=disposed"),
            ("surveys", "status=invited"), ("complaints", "status=registered"), ("complaints", "status=acknowledged"),
            ("complaints", "status=answered"), ("reservations", "status=short"),
        ]
        + ["enquiry", "parts", "suggestion"].flatMap { type in
            ["registered", "in-progress"].map { ("cases", "status=\($0)&contactType=\(type)") }
        }

    /// - Returns: `nil` when nothing is to be done, or the item makes no sense.
    package static func task(for item: JSONValue, in collection: String, plan: RepairPlan) -> DemoTask? {
        guard let id = item["id"]?.stringValue, let caseID = item["caseID"]?.stringValue,
            let status = item["status"]?.stringValue
        else { return nil }
        if status == "waiting-for-technician" { return recruitment(item) }
        let home = "/v1/cases/\(caseID)/\(collection)/\(id)"
        let (phase, acts) =
            switch collection {
            case "work-orders": visit(item, status, home, plan)
            case "returns": goodsReturn(status, home, plan)
            case "surveys": survey(status, home, plan)
            case "complaints": complaint(item, status, home, plan)
            case "reservations": shortage(item, id, caseID, plan)
            case "cases": hotline("/v1/cases/\(id)")
            default: ("", [])
            }
        return acts.isEmpty ? nil : DemoTask(subject: "\(collection)/\(id)", phase: phase, acts: acts)
    }

    // MARK: technicians

    private static func visit(
        _ item: JSONValue,
        _ status: String,
        _ home: String,
        _ plan: RepairPlan
    ) -> (String, [DemoAct]) {
        let hasAskedForParts = item["requestedParts"].map { $0 != .array([]) } ?? false
        var acts: [DemoAct] = []
        if status == "assigned" { acts.append(technician("departure", home, [:])) }
        if status == "assigned" || status == "under-way" { acts.append(technician("arrival", home, [:])) }
        switch plan.repair {
        case .impossible:
            acts.append(technician("not-repairable", home, ["finding": "Worn out beyond repair"]))
        case .withPart(let sku) where !hasAskedForParts, .withoutPart(let sku) where !hasAskedForParts:
            acts.append(technician("parts-wait", home, ["lines": [["sku": .string(sku), "quantity": 1]]]))
        case .withoutPart:
            acts.append(technician("not-repairable", home, partCannotBeHad))
        case .withPart:
            acts.append(
                technician("completion", home, ["faultFound": "Part defective", "measure": "Part replaced, tested"])
            )
        case .atOnce:
            acts.append(
                technician("completion", home, ["faultFound": "Fault found on site", "measure": "Repaired, tested"])
            )
        }
        return ("visit-\(number(item["visitCount"]))", acts)
    }

    private static func technician(_ name: String, _ home: String, _ body: JSONValue) -> DemoAct {
        DemoAct(name: name, path: "\(home)/\(name)", body: body, role: .technician)
    }

    /// A region without a technician gets some; whoever waits there is planned then.
    private static func recruitment(_ item: JSONValue) -> DemoTask? {
        guard item["notPlannableReason"] == "no-technician", let region = item["region"]?.stringValue else {
            return nil
        }
        // Behind the numbers of those who were registered for the file.
        let acts = (901...904).map { DemoCrew.technician(region: region, ordinal: $0, categories: []) }
        return DemoTask(subject: "regions/\(region)", phase: "recruitment", acts: acts)
    }

    // MARK: clerks

    private static func hotline(_ home: String) -> (String, [DemoAct]) {
        let body: JSONValue = ["solution": "Explained on the phone"]
        let act = DemoAct(name: "phone-resolution", path: home + "/phone-resolution", body: body, role: .agent)
        return ("hotline", [act])
    }

    private static func goodsReturn(_ status: String, _ home: String, _ plan: RepairPlan) -> (String, [DemoAct]) {
        func clerk(_ name: String, _ body: JSONValue) -> DemoAct {
            DemoAct(name: "return-\(name)", path: "\(home)/\(name)", body: body, role: .returnsClerk)
        }
        let receipt = clerk("receipt", ["condition": "Complete, with traces of use"])
        let disposition = clerk(
            "disposition",
            ["disposition": .string(plan.disposition), "finding": "Examined in the workshop"]
        )
        let settlement = clerk("settlement", plan.isRefund ? refund : exchange)
        let decision: JSONValue =
            plan.isGoodwill
            ? ["decision": "authorise", "reason": "Goodwill: loyal customer"]
            : ["decision": "refuse", "reason": "The guarantee is over"]
        switch status {
        case "requested": return ("decision", [clerk("decision", decision)])
        case "authorised": return ("goods", [receipt, disposition, settlement])
        case "received": return ("goods", [disposition, settlement])
        case "disposed": return ("goods", [settlement])
        default: return ("", [])
        }
    }

    private static let refund: JSONValue = [
        "settlement": "refund", "amount": ["minorUnits": 4900, "currency": "CNY"], "paymentReference": "DEMO-REFUND",
    ]
    private static let exchange: JSONValue = [
        "settlement": "exchange", "replacementSerialNumber": "DEMO-REPLACEMENT",
    ]

    private static let partCannotBeHad: JSONValue = ["finding": "Spare part not available or too expensive"]

    /// What is missing is delivered, unless it cannot be had: then the repair ends.
    private static func shortage(
        _ item: JSONValue,
        _ id: String,
        _ caseID: String,
        _ plan: RepairPlan
    ) -> (String, [DemoAct]) {
        guard case .withoutPart = plan.repair, let order = item["workOrderID"]?.stringValue else {
            return receipts(item, id)
        }
        return ("short", [technician("not-repairable", "/v1/cases/\(caseID)/work-orders/\(order)", partCannotBeHad)])
    }

    private static func receipts(_ item: JSONValue, _ id: String) -> (String, [DemoAct]) {
        guard case .array(let lines)? = item["lines"], let site = item["site"] else { return ("", []) }
        let acts = lines.compactMap { line -> DemoAct? in
            let missing = number(line["quantity"]) - number(line["reserved"])
            guard missing > 0, let sku = line["sku"]?.stringValue else { return nil }
            let body: JSONValue = [
                "sku": .string(sku), "site": site, "quantity": .integer(missing),
                "document": .string("GR-\(id)"),
            ]
            return DemoAct(name: "stock-receipt-\(sku)", path: "/v1/stock-receipts", body: body, role: .partsClerk)
        }
        return ("short", acts)
    }

    private static func complaint(
        _ item: JSONValue,
        _ status: String,
        _ home: String,
        _ plan: RepairPlan
    ) -> (String, [DemoAct]) {
        func handler(_ name: String, _ body: JSONValue) -> DemoAct {
            DemoAct(name: "complaint-\(name)", path: "\(home)/\(name)", body: body, role: .complaintHandler)
        }
        let round = number(item["reopenCount"])
        let isAccepted = plan.acceptsFirstAnswer || round > 0
        let acknowledgement = handler("acknowledgement", ["owner": "Li Na 李娜"])
        let answer = handler(
            "answer",
            [
                "validity": plan.isComplaintValid ? "valid" : "invalid",
                "decision": .string(round == 0 ? "Second visit free of charge" : "Voucher and apology"),
                "measure": "Technician briefed",
            ]
        )
        let closure = handler("closure", ["customerAccepts": .boolean(isAccepted)])
        switch status {
        case "registered": return ("round-\(round)", [acknowledgement, answer, closure])
        case "acknowledged": return ("round-\(round)", [answer, closure])
        case "answered": return ("round-\(round)", [closure])
        default: return ("", [])
        }
    }

    // MARK: customers

    private static func survey(_ status: String, _ home: String, _ plan: RepairPlan) -> (String, [DemoAct]) {
        guard status == "invited" else { return ("", []) }
        switch plan.survey {
        case .decline:
            let body: JSONValue = ["reason": "No time"]
            return ("invited", [DemoAct(name: "survey-refusal", path: home + "/refusal", body: body, role: .customer)])
        case .answer(let points):
            let names = ["productQuality", "price", "deliveryTime", "packaging", "afterSalesService"]
            let members = zip(names, points).map { JSONValue.Member($0, .integer(Int64($1))) }
            return (
                "invited",
                [DemoAct(name: "survey-answer", path: home + "/answer", body: .object(members), role: .customer)]
            )
        }
    }

    private static func number(_ value: JSONValue?) -> Int64 {
        if case .integer(let number)? = value { number } else { 0 }
    }
}
