import HTTPTypes

/// `Prefer: wait=N` (RFC 7240): how long the sender would like to wait for the outcome.
enum Preference {
    static let longestWait = 10

    /// Seconds, at most `longestWait`; 0 without the preference or when it makes no sense.
    static func wait(in headers: HTTPFields) -> Int {
        let preferences = headers[values: .prefer].flatMap { $0.split(separator: ",") }
        for preference in preferences {
            let first = preference.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
            let parts = first.split(separator: "=").map { $0.filter { $0 != " " && $0 != "\"" } }
            guard parts.count == 2, parts[0].lowercased() == "wait", let seconds = Int(parts[1]), seconds >= 0 else {
                continue
            }
            return min(seconds, longestWait)
        }
        return 0
    }
}
