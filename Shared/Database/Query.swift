/// SQL whose interpolated values are bound as parameters in PostgreSQL's binary format.
///
/// ```swift
/// "select id from visit where technician_id = any(\(ids)) and status = \(status)"
/// ```
/// A value never becomes part of the text. Parameters carry their type, so a cast is only needed where SQL itself would
/// want one. Names and fragments from code go in by `\(unsafe:)`; other queries by `\(_:)` or `+`.
package struct Query: Sendable {
    /// The text around the parameters: always one more than there are parameters.
    private var literals: [String]
    private(set) var parameters = Parameters()

    package init(unsafe sql: String) {
        literals = [sql]
    }

    /// The text that PostgreSQL sees: `$1`, `$2`, … stand for the values.
    package var sql: String {
        var text = literals[0]
        for (index, literal) in literals.dropFirst().enumerated() {
            text += "$\(index + 1)"
            text += literal
        }
        return text
    }

    package static func + (left: Query, right: Query) -> Query {
        var sum = left
        sum += right
        return sum
    }

    package static func += (left: inout Query, right: Query) {
        left.append(literal: right.literals[0])
        left.literals += right.literals.dropFirst()
        left.parameters.append(contentsOf: right.parameters)
    }

    private mutating func append(literal: String) {
        literals[literals.count - 1] += literal
    }

    private mutating func bind(_ value: some DatabaseValue) {
        parameters.append(value)
        literals.append("")
    }
}

extension Query: ExpressibleByStringInterpolation {
    package init(stringLiteral value: String) {
        self.init(unsafe: value)
    }

    package init(stringInterpolation: Interpolation) {
        self = stringInterpolation.query
    }

    package struct Interpolation: StringInterpolationProtocol {
        fileprivate var query = Query(unsafe: "")

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ literal: String) {
            query.append(literal: literal)
        }

        package mutating func appendInterpolation(_ value: some DatabaseValue) {
            query.bind(value)
        }

        /// NULL when there is no value; its type stays known.
        package mutating func appendInterpolation<Value: DatabaseValue>(_ value: Value?) {
            query.bind(value)
        }

        package mutating func appendInterpolation(_ other: Query) {
            query += other
        }

        /// A name or a piece of SQL from our own code; never text from outside.
        package mutating func appendInterpolation(unsafe sql: String) {
            query.append(literal: sql)
        }
    }
}

/// The bound values of one statement, encoded into one buffer.
struct Parameters: Sendable {
    private(set) var types: [UInt32] = []
    /// Begins with one spare byte, so that an empty value has an address and is not taken for NULL.
    private(set) var bytes = ByteWriter(bytes: [0])
    /// Where each value lies in `bytes`; `nil` is NULL.
    private(set) var ranges: [Range<Int>?] = []

    mutating func append(_ value: some DatabaseValue) {
        types.append(type(of: value).databaseType.oid)
        guard !value.isDatabaseNull else { return ranges.append(nil) }
        let start = bytes.count
        value.encode(into: &bytes)
        ranges.append(start..<bytes.count)
    }

    mutating func append(contentsOf other: Parameters) {
        let offset = bytes.count
        types += other.types
        bytes.append(other.bytes.bytes)
        ranges += other.ranges.map { range in range.map { $0.lowerBound + offset..<$0.upperBound + offset } }
    }
}
