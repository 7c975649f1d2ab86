"""The ends of what `record` records: sockets, as programs use them, and two frames made by hand."""

import errno
import socket
import struct
import sys
import time

V4, V6 = ("10.9.0.2", "fd00:9::2")
FAR4, FAR6 = ("10.9.1.4", "fd00:9:1::4")
PORTS = {socket.AF_INET: 8081, socket.AF_INET6: 8082}


def checksum(octets):
    octets += b"\0" * (len(octets) & 1)
    total = sum(struct.unpack(f"!{len(octets) // 2}H", octets))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return struct.pack("!H", ~total & 0xFFFF)


def ping4(address, sequence, size=56, **options):
    ping = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    for level, option, value in options.get("with_options", []):
        ping.setsockopt(level, option, value)
    message = struct.pack("!BBHHH", 8, 0, 0, 77, sequence) + bytes(i & 255 for i in range(size))
    exchange(ping, message[:2] + checksum(message) + message[4:], (address, 0))


def ping6(address, sequence, size=56, hops=64):
    # The kernel makes the checksum.
    ping = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    ping.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, hops)
    message = struct.pack("!BBHHH", 128, 0, 0, 78, sequence) + bytes(i & 255 for i in range(size))
    exchange(ping, message, (address, 0))


def exchange(endpoint, message, address):
    """Sends, and waits for an answer or an error, whichever comes."""
    endpoint.settimeout(0.5)
    try:
        endpoint.sendto(message, address)
        endpoint.recv(4000)
    except OSError as error:
        if error.errno not in (None, errno.ECONNREFUSED, errno.EMSGSIZE, errno.EHOSTUNREACH):
            raise


def pings():
    mtu_discovery, probe, dont = 10, 3, 0
    record_route = bytes([7, 11, 4] + [0] * 9)
    ping4(V4, 1)
    ping6(V6, 1)
    ping4(V4, 2, with_options=[(socket.IPPROTO_IP, socket.IP_OPTIONS, record_route)])
    ping4(FAR4, 3, with_options=[(socket.IPPROTO_IP, socket.IP_TTL, 1)])
    ping4(FAR4, 4, 1400, with_options=[(socket.IPPROTO_IP, mtu_discovery, probe)])
    ping4(V4, 5, 3000, with_options=[(socket.IPPROTO_IP, mtu_discovery, dont)])
    ping6(FAR6, 2, hops=1)
    ping6(FAR6, 3, 1400)
    ping6(V6, 4, 3000)


def datagrams():
    for family, address in ((socket.AF_INET, V4), (socket.AF_INET6, V6)):
        endpoint = socket.socket(family, socket.SOCK_DGRAM)
        endpoint.bind(("", 40001))
        endpoint.connect((address, 9))
        exchange(endpoint, b"hello", (address, 9))
    with_options = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    hop_by_hop, destination = 54, 59
    router_alert, padding = bytes([5, 2, 0, 0, 1, 0]), bytes([1, 4, 0, 0, 0, 0])
    with_options.setsockopt(socket.IPPROTO_IPV6, hop_by_hop, bytes(2) + router_alert)
    with_options.setsockopt(socket.IPPROTO_IPV6, destination, bytes(2) + padding)
    with_options.bind(("", 40002))
    with_options.sendto(b"options", (V6, 9))
    expedited = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    expedited.setsockopt(socket.IPPROTO_IP, socket.IP_TOS, 0xB8)
    expedited.bind(("", 40003))
    exchange(expedited, b"dscp", (V4, 54))
    # A kernel answers with few errors a second.
    time.sleep(2)
    for family, address in ((socket.AF_INET6, "fd00:8::1"), (socket.AF_INET, "10.8.0.1")):
        redirected = socket.socket(family, socket.SOCK_DGRAM)
        redirected.bind(("", 40004))
        redirected.sendto(b"redirect", (address, 9))


def connections():
    for family, address in ((socket.AF_INET, V4), (socket.AF_INET6, V6)):
        connection = socket.socket(family)
        connection.bind(("", 32000 + PORTS[family]))
        connection.connect((address, PORTS[family]))
        connection.sendall(b"question")
        connection.recv(100)
        connection.close()
    refused = socket.socket()
    refused.bind(("", 40011))
    assert refused.connect_ex((V4, 9999)) == errno.ECONNREFUSED


def serve():
    listeners = [socket.create_server(("", port), family=family) for family, port in PORTS.items()]
    for listener in listeners:
        connection, _ = listener.accept()
        connection.sendall(b"answer " + connection.recv(100))
        connection.recv(1)
        connection.close()


def tagged():
    """A datagram without a checksum in LAN 7, priority 3."""
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    link.bind(("client", 0))
    ip = bytes.fromhex("4500 0022 0001 0000 4011 0000 0a090701 0a090702")
    udp = struct.pack("!HHHH", 5000, 5001, 14, 0) + b"tagged"
    ethernet = bytes.fromhex("020000000002 020000000001 8100 6007 0800")
    link.send(ethernet + ip[:10] + checksum(ip) + ip[12:] + udp)


def advertise():
    """What a router says: its address, the MTU and a prefix. The kernel makes the checksum."""
    router = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
    router.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
    link = socket.if_nametoindex("near")
    router.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, link)
    message = struct.pack("!BBHBBHII", 134, 0, 0, 64, 0x40, 1800, 30000, 1000)
    message += bytes([1, 1, 2, 0, 0, 0, 0, 2]) + struct.pack("!BBHI", 5, 1, 0, 1500)
    message += struct.pack("!BBBBIII", 3, 4, 64, 0xC0, 86400, 14400, 0)
    message += socket.inet_pton(socket.AF_INET6, "fd00:9::")
    router.sendto(message, ("ff02::1", 0, 0, link))


def send():
    pings()
    datagrams()
    connections()
    tagged()


{"send": send, "serve": serve, "advertise": advertise}[sys.argv[1]]()
