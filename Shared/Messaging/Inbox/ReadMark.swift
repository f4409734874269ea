import Crypto
import Messages

/// The last record that was applied of a partition: by it a log is recognised as the one that was read.
///
/// librdkafka 2.0.2 cannot tell a log that was cut off or made anew from the old one (no KIP-320); offsets alone cannot
/// either.
struct ReadMark: Equatable, Sendable {
    let offset: Int64
    /// What the record holds, as a SHA-256; `nil` when it was not noted.
    let digest: String?
    /// The message's id, for people.
    let event: String?

    init(offset: Int64, digest: String?, event: String? = nil) {
        self.offset = offset
        self.digest = digest
        self.event = event
    }

    init(_ record: IncomingRecord) {
        offset = record.offset
        digest = record.fingerprint
        let id = record.headers.first { $0.name.lowercased() == HeaderName.id }?.value
        event = id.flatMap { String(validating: $0.prefix(100), as: UTF8.self) }.map { $0.replacing("\u{0}", with: "") }
    }

    /// Where to go on reading.
    var next: Int64 { offset + 1 }
}

extension IncomingRecord {
    /// Key, value and headers; where they begin and end counts.
    var fingerprint: String {
        var hash = SHA256()
        func add(_ bytes: [UInt8]?) {
            withUnsafeBytes(of: Int64(bytes?.count ?? -1).littleEndian) { hash.update(bufferPointer: $0) }
            if let bytes { hash.update(data: bytes) }
        }
        add(key)
        add(value)
        for header in headers {
            add(Array(header.name.utf8))
            add(header.value)
        }
        return hash.finalize().map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
