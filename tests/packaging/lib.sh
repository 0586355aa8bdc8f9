# shellcheck shell=bash
# What every package must hold, and what a system is made of. Sourced by check-deb and check-rpm, and by
# what boots systems.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { printf 'packaging: %s\n' "$*" >&2; exit 1; }
passed() { printf 'packaging: %s holds what it should\n' "$1"; }

# only_one FILE…: what a pattern found, if that is one file.
only_one() {
  [ $# = 1 ] && [ -f "$1" ] || fail "wanted one package, found: $*"
  realpath "$1"
}

suite() { sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; }

# Where this host's apt has the suite's packages from.
mirror() {
  # shellcheck disable=SC2016  # for apt to expand
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $(suite)" \
    'Component: main' | sort -u | head -n 1
}

# MODE OWNER PATH as tar lists them; directories end in a slash there, and not in an rpm.
expected_files() {
  cat <<'LIST'
-rwxr-xr-x 0/0 ./usr/sbin/audisp-kube
-rwxr-xr-x 0/0 ./usr/libexec/audisp-kube/refresh-audit-rules
-rw-r----- 0/0 ./etc/audit/plugins.d/audisp-kube.conf
-rw-r----- 0/0 ./etc/audit/rules.d/43-audisp-kube.rules
-rw-r--r-- 0/0 ./etc/audisp-kube/config.toml
drwxr-xr-x 0/0 ./etc/audisp-kube/detections
drwxr-xr-x 0/0 ./etc/audisp-kube/exceptions.d
-rw-r--r-- 0/0 ./usr/share/audisp-kube/detections/kubeconfig-file-activity.toml
-rw-r--r-- 0/0 ./usr/share/audisp-kube/detections/kubectl-impersonation.toml
-rw-r--r-- 0/0 ./usr/share/audisp-kube/detections/kubernetes-sensitive-file-activity.toml
-rw-r--r-- 0/0 ./usr/share/audisp-kube/logrotate/audisp-kube.conf
-rw-r--r-- 0/0 ./usr/share/audisp-kube/rsyslog/audisp-kube.conf
-rw-r--r-- 0/0 ./usr/share/audisp-kube/rsyslog/collector.conf
-rw-r--r-- 0/0 ./usr/share/audisp-kube/rsyslog/forward-relp.conf
-rw-r--r-- 0/0 ./usr/share/audisp-kube/rsyslog/forward-tcp-tls.conf
-rw-r--r-- 0/0 ./usr/lib/systemd/system/audisp-kube-watch.service
-rw-r--r-- 0/0 ./usr/lib/systemd/system/audisp-kube-watch.timer
-rw-r--r-- 0/0 ./usr/share/doc/audisp-kube/docs/detections.md
-rw-r--r-- 0/0 ./usr/share/man/man5/audisp-kube-config.5.gz
-rw-r--r-- 0/0 ./usr/share/man/man7/audisp-kube-events.7.gz
-rw-r--r-- 0/0 ./usr/share/man/man8/audisp-kube.8.gz
LIST
}

configuration_files() {
  cat <<'LIST'
/etc/audisp-kube/config.toml
/etc/audit/plugins.d/audisp-kube.conf
/etc/audit/rules.d/43-audisp-kube.rules
LIST
}

# same_as EXPECTED WHAT: standard input is exactly EXPECTED.
same_as() {
  diff <(printf '%s\n' "$1") - >&2 || fail "$2 differ (<: expected)"
}

check_contents() {  # check_contents LIST-FILE
  local expected
  # Debian of before the merged /usr keeps units in /lib.
  sed -i 's|/$||; s| \./lib/systemd/| ./usr/lib/systemd/|' "$1"
  while read -r expected; do
    grep -qxF -- "$expected" "$1" || fail "not in the package: $expected
$(grep -F -- "${expected##* }" "$1")"
  done < <(expected_files)
  # Nothing lands outside the places above, but for documentation.
  local strays
  strays=$(grep -v '^d' "$1" | grep -vFf <(expected_files) |
    grep -vE ' \./(usr/share/(doc|licenses)/|usr/lib/\.build-id|usr/share/lintian/|etc/audit/rules\.d/44-)' || true)
  [ -z "$strays" ] || fail "not expected in the package: $strays"
}

# The extracted program runs, and reads the package's own configuration and detections.
check_program() {  # check_program ROOT
  "$1/usr/sbin/audisp-kube" --version >/dev/null || fail "the program does not run"
  "$1/usr/sbin/audisp-kube" check --config "$1/etc/audisp-kube/config.toml" \
    --detections "$1/usr/share/audisp-kube/detections" || fail "the shipped files have errors"
}
