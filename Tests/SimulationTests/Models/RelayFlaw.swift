/// Ways to build the relay wrong, put in behind its seams; the simulation must find each.
enum RelayFlaw: Sendable, CaseIterable {
    /// Reads rows by `seq > last` instead of by snapshots.
    case readsBySequence
    /// Orders a window by transaction before number.
    case ordersByTransaction
    /// Moves the cursor before the broker has reported.
    case ignoresReports
    /// Writes without asking whose lane it is.
    case ignoresLease
    /// Begins its numbers anew with every session.
    case forgetsNumbers
    /// Forgets which windows it has opened and not closed.
    case reopensWindows
    /// Does not see that a log has lost its end.
    case ignoresLogEnds
}
