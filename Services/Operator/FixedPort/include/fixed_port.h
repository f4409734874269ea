#pragma once

#include <stdint.h>

/// Gives a port to the listeners that this thread opens on a loopback address without naming one; 0 ends it.
///
/// The development broker comes from librdkafka, which always lets the kernel choose a port; clients could not find it
/// again after a restart. From now on each `bind` of an IPv4 loopback TCP socket with port 0 is given the port *by name
/// only*: `getsockname` reports it, while the socket listens where nobody looks. The listener moves to the reported
/// port when it is closed and bound again, which the mock broker does when it is set down and up. So clients that wait
/// for a restart never meet a broker without topics.
void aftercare_fix_port(uint16_t port);

/// 0 when a listener can be opened on this loopback port, else the reason as `errno` has it.
int aftercare_port_fault(uint16_t port);
