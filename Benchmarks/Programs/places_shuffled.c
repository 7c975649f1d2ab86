/// Places in an order that has nothing to do with that of frames: a bijection of 20 bits, as hash functions end with
/// (the finaliser of MurmurHash3, narrower).
#include "places.h"

static u32 place_of(u32 number) {
  number = (number ^ number >> 11) * 0x9E3779B1u % PLACE_COUNT;
  number = (number ^ number >> 9) * 0x85EBCA6Bu % PLACE_COUNT;
  return number ^ number >> 10;
}
