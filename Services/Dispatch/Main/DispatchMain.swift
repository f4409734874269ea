import DispatchService
import ServiceKit

@main
struct DispatchMain {
    static func main() async {
        await ServiceProgram.main(DispatchWiring.definition)
    }
}
