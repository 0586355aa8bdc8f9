// Names of files as text: joined, normalised and taken apart. Bytes, not UTF-8; no I/O.
#pragma once

#include <string>
#include <string_view>

namespace ak {

// `path` without `//`, `.` and `..`, purely by text, as the kernel would walk it were no component
// a symbolic link. `..` above the root is the root; a relative path stays relative. "" stays "".
std::string normalize_path(std::string_view path);

// `name` seen from `directory`: `name` itself when absolute, else both joined; normalised.
std::string resolve_path(std::string_view directory, std::string_view name);

std::string_view base_name(std::string_view path);  // "/a/b.c" → "b.c"; "" when it ends in '/'
std::string_view directory_name(std::string_view path);  // "/a/b.c" → "/a"; "/a" → "/"; "a" → ""

// "/a", "b" → "/a/b"; "/", "b" → "/b". Nothing is normalised.
std::string path_in(std::string_view directory, std::string_view name);

// What follows the last '.' of the last component, without the dot; "" when there is none or the
// name only begins with one (".bashrc").
std::string_view extension(std::string_view path);

}  // namespace ak
