/// The service report (售后服务报告单): what was found and done.
package struct WorkReport: Codable, Hashable, Sendable {
    package let faultFound: String
    package let measure: String
    /// What was taken from the store for it.
    package let partsUsed: [PartLine]
    package let remark: String?

    package init(faultFound: String, measure: String, partsUsed: [PartLine], remark: String? = nil) {
        self.faultFound = faultFound
        self.measure = measure
        self.partsUsed = partsUsed
        self.remark = remark
    }

    package static let schema = Schema.object([
        .required("faultFound", .text),
        .required("measure", .text),
        .required("partsUsed", .partLines),
        .optional("remark", .text),
    ])
}
