/// A business reason why a command changes nothing; the caller turns it into a reply a person can act on.
package protocol Refusal: Error, Sendable {
    /// Stable, English, in kebab case: `already-settled`. Part of the API.
    var code: String { get }
    /// What is wrong and what to do, for people.
    var explanation: Bilingual { get }
}

/// A text for people, Chinese first.
package struct Bilingual: Hashable, Sendable, Codable {
    package let zh: String
    package let en: String

    package init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}
