import CLibPQ
import Vocabulary

/// A connection URI or keyword string, taken apart by libpq.
package struct ConnectionOptions: Sendable {
    /// Only what was given, by libpq's keyword, such as `host` or `dbname`.
    package private(set) var values: [(keyword: String, value: String)]

    /// - Throws: when libpq cannot read it; the text is not repeated, it may hold a password.
    package init(url: String) throws(DatabaseError) {
        guard let parsed = PQconninfoParse(url, nil) else {
            throw .connection("the database URL is not a valid libpq connection string", sqlState: "08001")
        }
        defer { PQconninfoFree(parsed) }
        values = []
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                values.append((String(cString: keyword), String(cString: value)))
            }
            option += 1
        }
    }

    package subscript(_ keyword: String) -> String? {
        get { values.last { $0.keyword == keyword }?.value }
        set {
            values.removeAll { $0.keyword == keyword }
            if let newValue { values.append((keyword, newValue)) }
        }
    }

    /// As a URI that libpq reads back.
    package var url: String {
        let query = values.map { "\($0.keyword)=\(Self.escaped($0.value))" }.joined(separator: "&")
        return "postgresql:///?\(query)"
    }

    private static func escaped(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF")
        return text.utf8.reduce(into: "") { result, byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                result.append(Character(UnicodeScalar(byte)))
            default:
                result += "%\(hexadecimal[Int(byte >> 4)])\(hexadecimal[Int(byte & 0xF)])"
            }
        }
    }
}

extension DatabaseConfiguration {
    /// What libpq is given: our defaults, then the URL, then what is not negotiable.
    var connectionOptions: ConnectionOptions {
        get throws(DatabaseError) {
            var options = try ConnectionOptions(url: url)
            let defaults = [
                ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
                ("tcp_user_timeout", "30000"), ("target_session_attrs", "read-write"),
            ]
            for (keyword, value) in defaults where options[keyword] == nil { options[keyword] = value }
            options["client_encoding"] = "UTF8"
            options["application_name"] = applicationName
            options["options"] = try sessionSettings(after: options["options"])
            return options
        }
    }

    private func sessionSettings(after given: String?) throws(DatabaseError) -> String {
        var settings = [
            ("search_path", schema),
            ("statement_timeout", "\(statementTimeout.microseconds / 1000)"),
            ("idle_in_transaction_session_timeout", "\(idleInTransactionTimeout.microseconds / 1000)"),
            ("timezone", "UTC"),
        ]
        if let role { settings.append(("role", role)) }
        for name in [schema, role ?? schema] where !SQLName.isPlain(name) {
            throw .connection("schema and role names are lower case letters, digits and _", sqlState: "08001")
        }
        return ([given].compactMap { $0 } + settings.map { "-c \($0.0)=\($0.1)" }).joined(separator: " ")
    }
}

/// Names that need no quoting.
enum SQLName {
    static func isPlain(_ name: String) -> Bool {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = name.utf8.first, letters.contains(first) || first == UInt8(ascii: "_") else { return false }
        return name.utf8.count <= 63
            && name.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
    }
}
