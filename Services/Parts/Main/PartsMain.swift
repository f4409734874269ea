import PartsService
import ServiceKit

@main
struct PartsMain {
    static func main() async {
        await ServiceProgram.main(PartsWiring.definition)
    }
}
