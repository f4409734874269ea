import SurveysService
import ServiceKit

@main
struct SurveysMain {
    static func main() async {
        await ServiceProgram.main(SurveysWiring.definition)
    }
}
