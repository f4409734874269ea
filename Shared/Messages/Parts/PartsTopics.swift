extension Topic {
    package static let partsPartCommands = Topic.commands(.parts, "part")
    package static let partsPartState = Topic.state(.parts, "part")
    package static let partsStockCommands = Topic.commands(.parts, "stock")
    package static let partsStockEvents = Topic.events(.parts, "stock")
    package static let partsStockState = Topic.state(.parts, "stock")
    package static let partsReservationEvents = Topic.events(.parts, "reservation")
    package static let partsReservationState = Topic.state(.parts, "reservation")
}
