import Vocabulary

/// The goods are here.
package struct ReceiveGoodsV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let condition: String
    package let serialNumber: String?

    package init(caseID: CaseID, returnID: ReturnID, condition: String, serialNumber: String? = nil) {
        self.caseID = caseID
        self.returnID = returnID
        self.condition = condition
        self.serialNumber = serialNumber
    }
}

extension ReceiveGoodsV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.receive-goods",
        kind: .command(route: .post("/v1/cases/{caseID}/returns/{returnID}/receipt"), roles: [.returnsClerk]),
        topic: .returnsReturnCommands,
        title: Bilingual(zh: "接收退货", en: "Receive returned goods"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("condition", .text),
            .optional("serialNumber", .line),
        ])
    )

    package var key: String? { caseID.description }
}
