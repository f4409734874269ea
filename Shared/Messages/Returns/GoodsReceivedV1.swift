import Vocabulary

/// The goods are here.
package struct GoodsReceivedV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let condition: String
    package let serialNumber: String?
    package let receivedAt: Timestamp

    package init(
        caseID: CaseID,
        returnID: ReturnID,
        condition: String,
        serialNumber: String? = nil,
        receivedAt: Timestamp
    ) {
        self.caseID = caseID
        self.returnID = returnID
        self.condition = condition
        self.serialNumber = serialNumber
        self.receivedAt = receivedAt
    }
}

extension GoodsReceivedV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.goods-received",
        kind: .event,
        topic: .returnsReturnEvents,
        title: Bilingual(zh: "退货已接收", en: "Goods received"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("condition", .text),
            .optional("serialNumber", .line),
            .required("receivedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
