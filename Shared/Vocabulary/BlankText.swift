extension String {
    /// Holds nothing that can be read: no character, or white space alone.
    package var isBlank: Bool { allSatisfy(\.isWhitespace) }
}
