import Messages
import Messaging
import Vocabulary

/// Turns what came in over HTTP into the body that the contract describes.
struct CommandBody {
    /// As it came in: plain.
    let document: JSONValue
    let bytes: [UInt8]

    /// - Parameter pathValues: they are members of the body; one that is named there too must agree.
    /// - Throws: `HTTPProblem` with every fault.
    init(_ body: JSONValue, pathValues: [String: String], contract: Contract) throws {
        guard case .object = body else {
            throw HTTPProblem.invalid([
                FieldFault(
                    pointer: "",
                    code: "wrong-type",
                    detail: Bilingual(zh: "应为 JSON 对象", en: "must be a JSON object")
                )
            ])
        }
        var document = body
        var conflicts: [FieldFault] = []
        for (name, value) in pathValues.sorted(by: { $0.key < $1.key }) {
            if let given = body[name], given.stringValue?.lowercased() != value.lowercased() {
                conflicts.append(
                    FieldFault(
                        pointer: "/\(name)",
                        code: "conflicts-with-path",
                        detail: Bilingual(zh: "与地址中的值不同", en: "differs from the value in the address")
                    )
                )
            }
            document = document.setting(name, to: .string(value))
        }
        let faults = conflicts + contract.schema.faults(in: document, openness: .closed)
        guard faults.isEmpty else { throw HTTPProblem.invalid(faults) }
        self.document = document
        bytes = document.bytes
    }

    /// Of the type and the body, whatever order its members came in; keyed, so that nobody can guess the body from it.
    func fingerprint(of contract: Contract, under master: MasterKeyring) -> [UInt8] {
        master.digest(Array(contract.type.utf8) + [0] + document.sorted.bytes)
    }
}

extension JSONValue {
    /// The same document with the members of every object in the order of their names.
    fileprivate var sorted: JSONValue {
        switch self {
        case .object(let members):
            .object(members.sorted { $0.name < $1.name }.map { Member($0.name, $0.value.sorted) })
        case .array(let elements): .array(elements.map(\.sorted))
        case .null, .boolean, .integer, .number, .string: self
        }
    }
}
