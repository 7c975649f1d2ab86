import CBaton
import Glibc
import Maps

// Records of ring buffers, and dynptrs. Linux's error numbers, negated.

private let tooBig = Int(ErrorNumber.tooBig)
private let invalid = Int(ErrorNumber.invalid)

@c @implementation
func bpf_ringbuf_reserve(
  _ ring: UnsafeMutableRawPointer!, _ size: u64, _ flags: u64
) -> UnsafeMutableRawPointer? { unsafe MapOperations.reserve(head(of: ring), size, flags) }

@c @implementation
func bpf_ringbuf_submit(_ data: UnsafeMutableRawPointer!, _ flags: u64) {
  unsafe MapOperations.submit(data, flags)
}

@c @implementation
func bpf_ringbuf_discard(_ data: UnsafeMutableRawPointer!, _ flags: u64) {
  unsafe MapOperations.discard(data, flags)
}

// MARK: Dynptrs

/// As in Linux: 24 bits.
private let dynptrByteCountMax: u64 = (1 << 24) - 1

/// What lies in a dynptr.
private func contents(
  _ dynptr: UnsafeMutablePointer<bpf_dynptr>
) -> UnsafeMutablePointer<baton_dynptr> {
  // Sound: both types are two words, and programs only know the opaque one.
  unsafe UnsafeMutableRawPointer(dynptr).assumingMemoryBound(to: baton_dynptr.self)
}

@c @implementation
func bpf_dynptr_from_mem(
  _ data: UnsafeMutableRawPointer!, _ size: u32, _ flags: u64,
  _ dynptr: UnsafeMutablePointer<bpf_dynptr>!
) -> Int {
  unsafe contents(dynptr).pointee = baton_dynptr()
  guard u64(size) <= dynptrByteCountMax else { return tooBig }
  guard flags == 0 else { return invalid }
  unsafe contents(dynptr).pointee = baton_dynptr(data: u64(UInt(bitPattern: data)), size: u64(size))
  return 0
}

@c @implementation
func bpf_ringbuf_reserve_dynptr(
  _ ring: UnsafeMutableRawPointer!, _ size: u32, _ flags: u64,
  _ dynptr: UnsafeMutablePointer<bpf_dynptr>!
) -> Int {
  unsafe contents(dynptr).pointee = baton_dynptr()
  guard u64(size) <= dynptrByteCountMax else { return tooBig }
  guard let record = unsafe MapOperations.reserve(head(of: ring), u64(size), flags) else {
    return invalid
  }
  unsafe contents(dynptr).pointee = baton_dynptr(
    data: u64(UInt(bitPattern: record)), size: u64(size))
  return 0
}

@c @implementation
func bpf_ringbuf_submit_dynptr(_ dynptr: UnsafeMutablePointer<bpf_dynptr>!, _ flags: u64) {
  if let record = unsafe takeRecord(dynptr) { unsafe MapOperations.submit(record, flags) }
}

@c @implementation
func bpf_ringbuf_discard_dynptr(_ dynptr: UnsafeMutablePointer<bpf_dynptr>!, _ flags: u64) {
  if let record = unsafe takeRecord(dynptr) { unsafe MapOperations.discard(record, flags) }
}

/// The record that a dynptr holds, if there was room for it. The dynptr is empty from here on.
private func takeRecord(
  _ dynptr: UnsafeMutablePointer<bpf_dynptr>
) -> UnsafeMutableRawPointer? {
  let record = unsafe UnsafeMutableRawPointer(bitPattern: UInt(contents(dynptr).pointee.data))
  unsafe contents(dynptr).pointee = baton_dynptr()
  return unsafe record
}

/// Where `size` bytes at `offset` lie, or the negated error number.
private func place(
  _ dynptr: UnsafePointer<bpf_dynptr>, _ offset: u32, _ size: u32
) -> (start: UnsafeMutableRawPointer?, error: Int) {
  let value = unsafe contents(UnsafeMutablePointer(mutating: dynptr)).pointee
  guard let start = unsafe UnsafeMutableRawPointer(bitPattern: UInt(value.data)) else {
    return (nil, invalid)
  }
  guard u64(offset) + u64(size) <= value.size else { return (nil, tooBig) }
  return unsafe (start + Int(offset), 0)
}

@c @implementation
func bpf_dynptr_read(
  _ to: UnsafeMutableRawPointer!, _ size: u32, _ from: UnsafePointer<bpf_dynptr>!, _ offset: u32,
  _ flags: u64
) -> Int {
  guard flags == 0 else { return invalid }
  let (start, error) = unsafe place(from, offset, size)
  guard let start = unsafe start else { return error }
  // They may be the same memory.
  if size > 0 { unsafe memmove(to, start, Int(size)) }
  return 0
}

@c @implementation
func bpf_dynptr_write(
  _ to: UnsafePointer<bpf_dynptr>!, _ offset: u32, _ from: UnsafeMutableRawPointer!, _ size: u32,
  _ flags: u64
) -> Int {
  guard flags == 0 else { return invalid }
  let (start, error) = unsafe place(to, offset, size)
  guard let start = unsafe start else { return error }
  if size > 0 { unsafe memmove(start, from, Int(size)) }
  return 0
}

@c @implementation
func bpf_dynptr_data(
  _ dynptr: UnsafePointer<bpf_dynptr>!, _ offset: u32, _ size: u32
) -> UnsafeMutableRawPointer? { unsafe place(dynptr, offset, size).start }
