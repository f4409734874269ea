/// What an operator may set about taking messages in.
package struct ConsumerSettings: Sendable {
    /// How long a batch, a poll or a database call may take before the consumer counts as hanging.
    package var stallLimit: Duration
    /// How long integrators' messages are remembered; longer than their topics keep them.
    package var foreignInboxDays: Int
    /// Ends the process of a consumer that hangs; `nil` leaves it alone.
    package var onStall: (@Sendable (_ reason: String) -> Void)?

    package init(
        stallLimit: Duration = .seconds(120),
        foreignInboxDays: Int = 30,
        onStall: (@Sendable (_ reason: String) -> Void)? = nil
    ) {
        self.stallLimit = stallLimit
        self.foreignInboxDays = foreignInboxDays
        self.onStall = onStall
    }
}
