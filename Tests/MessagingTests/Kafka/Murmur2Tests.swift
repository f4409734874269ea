import Messaging
import Testing

@Suite("murmur2 partitioner")
struct Murmur2Tests {
    /// `org.apache.kafka.common.utils.UtilsTest.testMurmur2`.
    private static let published: [(key: String, hash: Int32)] = [
        ("21", -973_932_308),
        ("foobar", -790_332_482),
        ("a-little-bit-long-string", -985_981_536),
        ("a-little-bit-longer-string", -1_486_304_829),
        ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971),
        ("abc", 479_470_107),
    ]

    @Test(
        "given the vectors of Kafka's Java client, when a key is placed, then it falls where Java puts it",
        arguments: published
    )
    func agreesWithJava(key: String, hash: Int32) {
        let positive = hash & 0x7FFF_FFFF
        for count in [1, 7, 12, 48] {
            #expect(murmur2Partition(key: Array(key.utf8), count: count) == positive % Int32(count))
        }
    }

    @Test("given an empty key, when it is placed, then it has a partition as well")
    func placesEmptyKey() {
        #expect(murmur2Partition(key: [], count: 12) == Int32(0x106E_08D9 % 12))
    }
}
