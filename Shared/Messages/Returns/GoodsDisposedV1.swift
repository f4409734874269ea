import Vocabulary

/// Says what became of the goods.
package struct GoodsDisposedV1 {
    package let caseID: CaseID
    package let returnID: ReturnID
    package let disposition: Wire.Disposition
    package let finding: String
    package let disposedAt: Timestamp

    package init(
        caseID: CaseID,
        returnID: ReturnID,
        disposition: Wire.Disposition,
        finding: String,
        disposedAt: Timestamp
    ) {
        self.caseID = caseID
        self.returnID = returnID
        self.disposition = disposition
        self.finding = finding
        self.disposedAt = disposedAt
    }
}

extension GoodsDisposedV1: Message, CaseBound {
    package static let contract = Contract(
        "returns.goods-disposed",
        kind: .event,
        topic: .returnsReturnEvents,
        title: Bilingual(zh: "客退品已处置", en: "Goods disposed of"),
        schema: .object([
            .required("caseID", .uuid),
            .required("returnID", .uuid),
            .required("disposition", Wire.Disposition.schema),
            .required("finding", .text),
            .required("disposedAt", .time),
        ])
    )

    package var key: String? { caseID.description }
}
