/// The number of one unit, however it was written down: `AB-123` and `ab123` name the same one.
package struct SerialNumber: Hashable, Sendable {
    /// Letters and digits in upper case.
    package let text: String

    /// Hyphens, spaces and full-width forms are how people write, not the number; `nil` when nothing else is there.
    package init?(_ written: String) {
        var ascii = String.UnicodeScalarView()
        for scalar in written.unicodeScalars {
            let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
            ascii.append(isFullWidth ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
        }
        let text = String(ascii).uppercased().filter { $0.isLetter || $0.isNumber }
        guard !text.isEmpty else { return nil }
        self.text = text
    }
}
