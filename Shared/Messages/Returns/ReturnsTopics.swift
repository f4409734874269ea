extension Topic {
    package static let returnsReturnCommands = Topic.commands(.returns, "return")
    package static let returnsReturnEvents = Topic.events(.returns, "return")
    package static let returnsReturnState = Topic.state(.returns, "return")
}
