import Vocabulary

/// 现场服务工程师: who may be sent, for what, and when.
package struct Technician: Hashable, Sendable, Codable {
    package let id: TechnicianID
    package let employeeNumber: String
    package let name: Personal<String>
    package let region: String
    /// Product categories, sorted; `*` stands for every category.
    package let skills: [String]
    package let shift: Shift

    /// - Throws: what is missing; a nameless visitor or one who can do nothing is sent to nobody.
    package init(
        id: TechnicianID,
        employeeNumber: String,
        name: Personal<String>,
        region: String,
        skills: [String],
        shift: Shift
    ) throws(RosterRefusal) {
        guard !employeeNumber.isBlank else { throw .noEmployeeNumber }
        guard !name.isBlank else { throw .noName }
        guard !region.isBlank else { throw .noRegion }
        guard skills.contains(where: { !$0.isBlank }) else { throw .noSkills }
        self.id = id
        self.employeeNumber = employeeNumber
        self.name = name
        self.region = region
        self.skills = Set(skills.filter { !$0.isBlank }).sorted()
        self.shift = shift
    }

    package func masters(_ category: String) -> Bool {
        skills.contains("*") || skills.contains(category)
    }
}
