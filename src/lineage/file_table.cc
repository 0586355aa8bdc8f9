#include "lineage/file_table.h"

#include <algorithm>

#include "base/text.h"

namespace ak {
namespace {

std::size_t depth_of(const FileTable::Name* name) {
  std::size_t depth = 0;
  for (; name->parent != nullptr; name = name->parent) ++depth;
  return depth;
}

void raise_heights(FileTable::Name* name) {
  for (; name->parent != nullptr && name->parent->height <= name->height; name = name->parent) {
    name->parent->height = name->height + 1;
  }
}

// Makes the heights what they are, which never fell when what was below went.
void settle_heights(FileTable::Name& top) {
  std::vector<FileTable::Name*> names{&top};  // each before those in it
  for (std::size_t i = 0; i < names.size(); ++i) {
    names[i]->height = 0;
    for (const auto& [text, child] : names[i]->children) names.push_back(child);
  }
  for (std::size_t i = names.size() - 1; i > 0; --i) {
    FileTable::Name& directory = *names[i]->parent;
    directory.height = std::max(directory.height, names[i]->height + 1);
  }
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= limits::kMaxFileNameBytes && text != "." && text != ".." &&
         text.find('/') == std::string_view::npos;
}

// The first component of `path` after its slashes; "" at the end.
std::string_view take_component(std::string_view& path) {
  path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
  const std::string_view component = path.substr(0, path.find('/'));
  path.remove_prefix(component.size());
  return component;
}

}  // namespace

FileTable::FileTable(Counters& counters, std::size_t max_names, std::size_t max_pinned)
    : counters_(counters), max_names_(max_names), max_pinned_(max_pinned) {}

std::uint64_t FileTable::host_key(std::string_view host) {
  return fnv1a(host);
}

const FileTable::Entry* FileTable::find(const FileId& id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return nullptr;
  touch(*found->second.name);
  return &found->second;
}

const FileTable::Entry* FileTable::peek(const FileId& id) const {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second;
}

bool FileTable::is_certain(const Name& name) const {
  return std::any_of(name.ids.begin(), name.ids.end(),
                     [&](const FileId& id) { return entries_.at(id).certain; });
}

bool FileTable::has_file(const Name& name, const FileId& id) {
  return name.alias_of == id || std::find(name.ids.begin(), name.ids.end(), id) != name.ids.end();
}

const FileId* FileTable::file_of(const Name& name) {
  if (!name.ids.empty()) return &name.ids.front();
  return name.alias_of ? &*name.alias_of : nullptr;
}

const FileId* FileTable::certain_file(const Name& name) const {
  if (is_certain(name)) return &name.ids.front();
  return name.alias_of && entries_.at(*name.alias_of).certain ? &*name.alias_of : nullptr;
}

FileTable::Name* FileTable::find(std::uint64_t host, std::string_view path) const {
  Name* name = root_of(host);
  if (name == nullptr || path.empty() || path.front() != '/') return nullptr;
  for (auto text = take_component(path); !text.empty(); text = take_component(path)) {
    const auto child = name->children.find(text);
    if (child == name->children.end()) return nullptr;
    name = child->second;
  }
  return name;
}

FileTable::Name* FileTable::make(std::uint64_t host, std::string_view path) {
  if (path.empty() || path.front() != '/') return nullptr;
  Name* name = root(host);
  for (auto text = take_component(path); !text.empty() && name != nullptr;
       text = take_component(path)) {
    Name* directory = name;
    name = make(*directory, text);
    if (name == nullptr) prune(directory);
  }
  return name;
}

FileTable::Name* FileTable::make(Name& directory, std::string_view name) {
  const auto child = directory.children.find(name);
  if (child != directory.children.end()) {
    touch(*child->second);
    return child->second;
  }
  if (!is_name(name) || depth_of(&directory) >= limits::kMaxFileDepth) return nullptr;
  return add(&directory, directory.host, name);
}

FileTable::Name* FileTable::root_of(std::uint64_t host) const {
  const auto found = hosts_.find(host);
  return found == hosts_.end() ? nullptr : found->second.root;
}

FileTable::Name* FileTable::root(std::uint64_t host) {
  if (Name* known = root_of(host); known != nullptr) return known;
  Name* made = add(nullptr, host, "");
  if (made != nullptr) hosts_[host].root = made;
  return made;
}

FileTable::Name* FileTable::add(Name* parent, std::uint64_t host, std::string_view text) {
  if (!make_room(parent)) return nullptr;
  Name& name = names_.emplace_back();
  name.self = std::prev(names_.end());
  name.parent = parent;
  name.host = host;
  name.text = text;
  name.trust.told = ++moments_;
  if (parent != nullptr) {
    parent->children.emplace(name.text, &name);
    raise_heights(&name);
  }
  touch(name);
  return &name;
}

bool FileTable::make_room(const Name* keep) {
  if (size() < max_names_) return true;
  if (names_.empty()) return false;
  Name& oldest = names_.front();
  for (const Name* name = keep; name != nullptr; name = name->parent) {
    if (name == &oldest) return false;
  }
  ++counters_.evicted_files;
  Name* parent = oldest.parent;
  remove(oldest);
  prune(parent, keep);
  return true;
}

// Leaves a directory more recent than what is in it, so that it goes later.
void FileTable::touch(Name& name) {
  for (Name* each = &name; each != nullptr; each = each->parent) {
    if (!each->pinned) names_.splice(names_.end(), names_, each->self);
  }
}

void FileTable::count_certain(Name* name, std::size_t certain, bool is_more) {
  for (; certain != 0 && name != nullptr; name = name->parent) {
    name->certain = is_more ? name->certain + certain : name->certain - certain;
  }
}

void FileTable::count_device(const FileId& id, bool is_more) {
  const auto device = certain_devices_.try_emplace({id.host, id.device}).first;
  device->second = is_more ? device->second + 1 : device->second - 1;
  if (device->second == 0) certain_devices_.erase(device);
}

void FileTable::bind(const FileId& id, Name& name, bool certain, bool is_directory) {
  const auto known = entries_.find(id);
  const bool is_there = known != entries_.end() && known->second.name == &name;
  if (!certain && !is_there && certain_file(name) != nullptr) {
    if (known != entries_.end()) {
      Name* const old = known->second.name;
      erase_entry(id);
      prune(old);
    }
    return;
  }
  if (certain || name.alias_of == id) end_alias(name);
  Name* former = nullptr;
  bool has_other_names = false;
  std::vector<Name*> aliases;
  if (known != entries_.end()) {
    former = known->second.name;
    has_other_names = known->second.has_other_names;
    aliases.swap(known->second.aliases);  // kept: erase_entry() would end them
  }
  erase_entry(id);
  if (certain) doubt_content_for_strays(name);
  if (certain && is_certain(name)) name.trust.content_doubted = ++moments_;  // it was another's
  while (!name.ids.empty() && (certain || name.ids.size() >= limits::kMaxFileAliases)) {
    erase_entry(name.ids.front());
  }
  name.ids.push_back(id);
  entries_[id] = Entry{&name, certain, is_directory, has_other_names, std::move(aliases)};
  if (certain) {
    forget_other_path(id);
    count_certain(&name, 1, true);
    count_device(id, true);
  }
  prune(former);
}

void FileTable::erase_entry(FileId id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Name& name = *found->second.name;
  if (found->second.certain) {
    count_certain(&name, 1, false);
    count_device(id, false);
  }
  end_aliases(found->second);
  entries_.erase(found);
  std::erase(name.ids, id);
}

void FileTable::detach(Name& name) {
  doubt_content_for_strays(name);
  count_certain(name.parent, name.certain, false);
  name.parent->children.erase(name.text);
  name.parent = nullptr;
}

bool FileTable::has_room_below(const Name& directory, Name& detached) {
  const std::size_t depth = depth_of(&directory);
  if (depth + detached.height < limits::kMaxFileDepth) return true;
  settle_heights(detached);
  if (depth + detached.height < limits::kMaxFileDepth) return true;
  ++counters_.evicted_files;
  return false;
}

FileTable::Name* FileTable::attach(Name& name, Name& directory, std::string_view text) {
  const Name* top = &directory;
  while (top->parent != nullptr) top = top->parent;
  if (root_of(top->host) != top) {
    drop(name);
    return nullptr;
  }
  const auto there = directory.children.find(text);
  if (there != directory.children.end()) {
    Name& replaced = *there->second;
    detach(replaced);
    drop(replaced);
  }
  if (!is_name(text) || !has_room_below(directory, name)) {
    drop(name);
    return nullptr;
  }
  name.text = text;
  name.parent = &directory;
  directory.children.emplace(name.text, &name);
  count_certain(&directory, name.certain, true);
  raise_heights(&name);
  touch(name);
  return &name;
}

void FileTable::drop(Name& name) {
  Name* parent = name.parent;
  remove(name);
  prune(parent);
}

void FileTable::remove(Name& name) {
  if (name.parent != nullptr) {
    detach(name);
  } else if (root_of(name.host) == &name) {
    hosts_.erase(name.host);
  }
  std::vector<Name*> below{&name};
  while (!below.empty()) {
    Name* each = below.back();
    below.pop_back();
    for (const auto& [text, child] : each->children) below.push_back(child);
    erase(*each);
  }
}

void FileTable::erase(Name& name) {
  end_alias(name);
  for (const FileId& id : name.ids) {
    const auto entry = entries_.find(id);
    if (entry->second.certain) count_device(id, false);
    end_aliases(entry->second);
    entries_.erase(entry);
  }
  (name.pinned ? pinned_ : names_).erase(name.self);
}

void FileTable::forget(const FileId& id) {
  forget_other_path(id);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return;
  Name* name = found->second.name;
  erase_entry(id);
  prune(name);
}

// Takes away names that neither a file nor another name needs.
void FileTable::prune(Name* name, const Name* keep) {
  while (name != nullptr && name != keep && name->ids.empty() && !name->alias_of &&
         name->children.empty() && name->parent != nullptr) {
    Name* parent = name->parent;
    detach(*name);
    erase(*name);
    name = parent;
  }
}

// All that is above or none: a directory that makes room takes along what is in it.
void FileTable::pin(Name& name, Pin how) {
  std::size_t pinned = pinned_.size();
  for (const Name* each = &name; each != nullptr; each = each->parent) {
    if (!each->pinned) ++pinned;
  }
  if (pinned > (how == Pin::firm ? max_pinned_ : max_pinned_ / 2)) return;
  for (Name* each = &name; each != nullptr; each = each->parent) {
    if (each->pinned) continue;
    each->pinned = true;
    pinned_.splice(pinned_.end(), names_, each->self);
  }
}

void FileTable::unpin(Name& name) {
  if (!name.pinned) return;
  name.pinned = false;
  names_.splice(names_.end(), pinned_, name.self);
  touch(name);
}

std::optional<bool> FileTable::names_old_first(std::uint64_t host) const {
  const auto found = hosts_.find(host);
  return found == hosts_.end() ? std::nullopt : found->second.old_first;
}

void FileTable::set_names_old_first(std::uint64_t host, bool old_first) {
  if (root(host) != nullptr) hosts_.at(host).old_first = old_first;
}

std::string FileTable::path(const Name& name) {
  std::vector<const Name*> names;
  for (const Name* each = &name; each->parent != nullptr; each = each->parent) {
    names.push_back(each);
  }
  std::string path;
  for (auto each = names.rbegin(); each != names.rend(); ++each) path += '/' + (*each)->text;
  return path.empty() ? "/" : path;
}

}  // namespace ak
