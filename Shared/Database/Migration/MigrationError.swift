/// Why a schema was left as it was.
///
/// Every text says what to do.
package enum MigrationError: Error, Equatable, Sendable {
    /// An applied migration was edited.
    case changed(component: String, number: Int, name: String)
    /// A migration came in below one that is applied.
    case outOfOrder(component: String, number: Int, applied: Int)
    case duplicateNumber(component: String, number: Int)
    /// The script holds a COMMIT or ROLLBACK of its own.
    case endedTransaction(component: String, number: Int)
    case failed(component: String, number: Int, name: String, DatabaseError)
    case invalidName(String)
}

extension MigrationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .changed(let component, let number, let name):
            "migration \(component) \(number) \(name) was changed after it was applied; "
                + "restore its text and put the change into a new migration"
        case .outOfOrder(let component, let number, let applied):
            "migration \(component) \(number) is new, but \(applied) is applied already; give it a higher number"
        case .duplicateNumber(let component, let number):
            "migration number \(number) is used twice in \(component)"
        case .endedTransaction(let component, let number):
            "migration \(component) \(number) ends its transaction; take COMMIT and ROLLBACK out"
        case .failed(let component, let number, let name, let error):
            "migration \(component) \(number) \(name) failed and was undone: \(error)"
        case .invalidName(let name):
            "\(name) is not usable as a name: lower case letters, digits and _ only"
        }
    }
}
