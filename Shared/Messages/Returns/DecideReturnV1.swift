import Vocabulary

/// Authorises or refuses; goodwill needs a written reason (RE-06).
package struct DecideReturnV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let decision: Wire.ReturnDecision
    package let reason: String

    package init(caseID: CaseID, returnID: ReturnID, decision: Wire.ReturnDecision, reason: String) {
        self.caseID = caseID
        self.returnID = returnID
        self.decision = decision
        self.reason = reason
    }
}

extension DecideReturnV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.decide-return",
        kind: .command(route: .post("/v1/cases/{caseID}/returns/{returnID}/decision"), roles: [.returnsClerk]),
        topic: .returnsReturnCommands,
        title: Bilingual(zh: "审批退换货", en: "Decide on a return"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("decision", Wire.ReturnDecision.schema),
            .required("reason", .text),
        ])
    )

    package var key: String? { caseID.description }
}
