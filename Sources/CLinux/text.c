#include <stdio.h>

#include "CLinux.h"

size_t linux_format_number(char *to, size_t byte_count, struct linux_number_format format,
                           long long number) {
  char pattern[12];
  char *end = pattern;
  *end++ = '%';
  if (format.is_left) *end++ = '-';
  if (format.has_plus) *end++ = '+';
  if (format.has_space) *end++ = ' ';
  if (format.is_zero_padded) *end++ = '0';
  *end++ = '*';
  if (format.conversion != 'c') {
    *end++ = 'l';
    *end++ = 'l';
  }
  *end++ = format.conversion;
  *end = 0;
  int length = format.conversion == 'c'
                   ? snprintf(to, byte_count, pattern, format.width, (int)number)
                   : snprintf(to, byte_count, pattern, format.width, number);
  return length < 0 ? 0 : (size_t)length;
}
