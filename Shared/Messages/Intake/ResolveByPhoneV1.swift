import Vocabulary

/// The fault was solved in conversation, no visit is needed (IN-20).
package struct ResolveByPhoneV1 {
    package let caseID: CaseID
    package let solution: String

    package init(caseID: CaseID, solution: String) {
        self.caseID = caseID
        self.solution = solution
    }
}

extension ResolveByPhoneV1: Message, CaseBound {
    package static let contract = Contract(
        "intake.resolve-by-phone",
        kind: .command(route: .post("/v1/cases/{caseID}/phone-resolution"), roles: [.agent]),
        topic: .intakeCaseCommands,
        title: Bilingual(zh: "电话解决", en: "Resolve a case by phone"),
        schema: .object([
            .required("caseID", .uuid),
            .required("solution", .text),
        ])
    )

    package var key: String? { caseID.description }
}
