import Foundation
import Messaging

/// The master keys as the operator finds them.
package enum MasterKeys {
    /// From the environment, else those of the local suite.
    package static func local(_ directory: StateDirectory, environment: [String: String]) throws -> MasterKeyring {
        let file = environment.value("AFTERCARE_MASTER_KEY_FILE") ?? directory.secret("master-key")
        let text = environment.value("AFTERCARE_MASTER_KEY") ?? (try? String(contentsOfFile: file, encoding: .utf8))
        guard let text else {
            throw OperatorError(
                "No master key at \(file). Start the suite with `aftercare up`, or set AFTERCARE_MASTER_KEY to the "
                    + "suite's."
            )
        }
        guard let keys = MasterKeyring(text) else {
            throw OperatorError("The master key is not 64 hexadecimal digits (several: separated by commas).")
        }
        return keys
    }
}
