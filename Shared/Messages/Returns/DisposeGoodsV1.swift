import Vocabulary

/// Says what becomes of the goods.
package struct DisposeGoodsV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let disposition: Wire.Disposition
    package let finding: String

    package init(caseID: CaseID, returnID: ReturnID, disposition: Wire.Disposition, finding: String) {
        self.caseID = caseID
        self.returnID = returnID
        self.disposition = disposition
        self.finding = finding
    }
}

extension DisposeGoodsV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.dispose-goods",
        kind: .command(route: .post("/v1/cases/{caseID}/returns/{returnID}/disposition"), roles: [.returnsClerk]),
        topic: .returnsReturnCommands,
        title: Bilingual(zh: "处置客退品", en: "Dispose of returned goods"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("disposition", Wire.Disposition.schema),
            .required("finding", .text),
        ])
    )

    package var key: String? { caseID.description }
}
