import Messages

/// A record of an integrator whose plain values were sealed here: what is kept when it has to wait.
extension IncomingRecord {
    private static let sealHeader = "aftercare-sealed"

    /// The same record with a sealed body, and the proof that it was this house that sealed it: a stranger's token would
    /// be refused.
    func sealed(as body: JSONValue, by sealer: Sealer) -> IncomingRecord {
        let isStructured = headers.contains { header in
            header.name.lowercased() == HeaderName.contentType
                && header.value.map { String(decoding: $0, as: UTF8.self) }?.hasPrefix("application/cloudevents+json")
                    == true
        }
        var bytes = body.bytes
        if isStructured, let value, let document = try? JSONParser.parse(value) {
            bytes = document.setting("data", to: body).bytes
        }
        let proof = KafkaHeader(Self.sealHeader, sealer.master.digest(bytes).base64)
        return IncomingRecord(
            topic: topic,
            partition: partition,
            offset: offset,
            key: key,
            value: bytes,
            headers: headers.filter { $0.name != Self.sealHeader } + [proof],
            timestamp: timestamp
        )
    }

    /// Whether this house sealed it.
    func isSealed(by sealer: Sealer) -> Bool {
        guard let value, let proof = headers.last(where: { $0.name == Self.sealHeader })?.value else { return false }
        return String(decoding: proof, as: UTF8.self) == sealer.master.digest(value).base64
    }
}
