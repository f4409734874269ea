import ReturnsService
import ServiceKit

@main
struct ReturnsMain {
    static func main() async {
        await ServiceProgram.main(ReturnsWiring.definition)
    }
}
