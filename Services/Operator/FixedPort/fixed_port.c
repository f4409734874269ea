#define _GNU_SOURCE
#include "fixed_port.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

typedef int (*bind_function)(int, const struct sockaddr *, socklen_t);

static _Atomic uint32_t next_port = 0;

void aftercare_fix_ports(uint16_t first) { atomic_store(&next_port, first); }

static int asks_for_any_loopback_port(int descriptor, const struct sockaddr *address, socklen_t length)
{
    if (address == NULL || length < sizeof(struct sockaddr_in) || address->sa_family != AF_INET) return 0;
    const struct sockaddr_in *wanted = (const struct sockaddr_in *)address;
    int type = 0;
    socklen_t size = sizeof(type);
    return wanted->sin_port == 0 && wanted->sin_addr.s_addr == htonl(INADDR_LOOPBACK)
        && getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

/// Takes the place of the C library's `bind` in the executable that links this target.
int bind(int descriptor, const struct sockaddr *address, socklen_t length)
{
    bind_function next = (bind_function)dlsym(RTLD_NEXT, "bind");
    if (next == NULL) {
        errno = ENOSYS;
        return -1;
    }
    uint32_t port = atomic_load(&next_port);
    if (port == 0 || port > UINT16_MAX || !asks_for_any_loopback_port(descriptor, address, length))
        return next(descriptor, address, length);
    port = atomic_fetch_add(&next_port, 1);

    struct sockaddr_in fixed;
    memcpy(&fixed, address, sizeof(fixed));
    fixed.sin_port = htons((uint16_t)port);
    if (next(descriptor, (const struct sockaddr *)&fixed, sizeof(fixed)) == 0) return 0;
    return next(descriptor, address, length);
}
