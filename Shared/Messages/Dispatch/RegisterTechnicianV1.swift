import Vocabulary

/// Adds a field service engineer or replaces what is known of them.
package struct RegisterTechnicianV1 {
    package let employeeNumber: String
    package let name: Personal<String>
    package let region: String
    /// Product categories; `*` stands for every category.
    package let skills: [String]
    package let shift: ShiftHours

    package init(employeeNumber: String, name: Personal<String>, region: String, skills: [String], shift: ShiftHours) {
        self.employeeNumber = employeeNumber
        self.name = name
        self.region = region
        self.skills = skills
        self.shift = shift
    }
}

extension RegisterTechnicianV1: Message {
    package static let contract = Contract(
        "dispatch.register-technician",
        kind: .command(route: .post("/v1/technicians"), roles: [.dispatcher]),
        topic: .dispatchTechnicianCommands,
        title: Bilingual(zh: "登记服务工程师", en: "Register a technician"),
        schema: .object([
            .required("employeeNumber", .code),
            .required("name", .line, personal: true),
            .required("region", .region),
            .required("skills", .array(of: .category, maximum: 50)),
            .required("shift", ShiftHours.schema),
        ])
    )

    package var key: String? { region }
}

extension RegisterTechnicianV1 {
    /// An employee number is one technician, however often they are registered.
    package static func technicianID(employeeNumber: String) -> TechnicianID {
        .derived("technician", from: employeeNumber)
    }

    package static func dataSubject(in body: JSONValue, from source: String) -> UniqueID? {
        body["employeeNumber"]?.stringValue.map { technicianID(employeeNumber: $0).value }
    }
}
