import Vocabulary

/// Somebody's personal data are to be erased everywhere: a customer's with all cases, one case's, or a member of staff's.
package struct EraseCustomerV1 {
    /// The customer file; all its cases are meant.
    package let customerID: UniqueID?
    package let caseID: CaseID?
    package let technicianID: TechnicianID?
    /// Why, for the proof: a request's number, a rule; no personal data.
    package let reason: String

    package init(
        customerID: UniqueID? = nil,
        caseID: CaseID? = nil,
        technicianID: TechnicianID? = nil,
        reason: String
    ) {
        self.customerID = customerID
        self.caseID = caseID
        self.technicianID = technicianID
        self.reason = reason
    }
}

extension EraseCustomerV1: Message {
    package static let contract = Contract(
        "intake.erase-customer",
        kind: .command(route: .post("/v1/erasures"), roles: [.dataProtection]),
        topic: .intakeCaseCommands,
        title: Bilingual(zh: "删除个人数据", en: "Erase personal data"),
        schema: .object([
            .optional("customerID", .uuid),
            .optional("caseID", .uuid),
            .optional("technicianID", .uuid),
            .required("reason", .text),
        ])
    )

    package var key: String? { customerID?.description ?? caseID?.description ?? technicianID?.description }
}
