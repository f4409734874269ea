import Foundation

extension [UInt8] {
    var base64: String { Data(self).base64EncodedString() }

    init?(base64 text: String) {
        guard let data = Data(base64Encoded: text) else { return nil }
        self = Array(data)
    }
}
