import CBaton
import Maps

// Pointers in the values of maps that own what they point to.

@c @implementation
func bpf_kptr_xchg(
  _ place: UnsafeMutableRawPointer!, _ object: UnsafeMutableRawPointer!
) -> UnsafeMutableRawPointer! {
  unsafe OwningPointer.exchange(object, at: place)
}
