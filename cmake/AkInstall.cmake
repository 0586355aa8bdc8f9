# What `cmake --install` puts where; the DEB and the RPM are made of exactly this. auditd reads its
# directories with their owner's eyes only, so neither they nor what we put there is for others.
set(owner_only_file OWNER_READ OWNER_WRITE GROUP_READ)
set(owner_only_dir OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE)
set(etc ${CMAKE_INSTALL_FULL_SYSCONFDIR})

install(TARGETS audisp-kube RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})

# Site configuration.
install(DIRECTORY DESTINATION ${etc}/audit/plugins.d DIRECTORY_PERMISSIONS ${owner_only_dir})
install(DIRECTORY DESTINATION ${etc}/audit/rules.d DIRECTORY_PERMISSIONS ${owner_only_dir})
install(FILES plugin/audisp-kube.conf DESTINATION ${etc}/audit/plugins.d
        PERMISSIONS ${owner_only_file})
file(GLOB rules CONFIGURE_DEPENDS rules.d/*.rules)
install(FILES ${rules} DESTINATION ${etc}/audit/rules.d PERMISSIONS ${owner_only_file})
install(FILES plugin/config.toml DESTINATION ${etc}/audisp-kube)
install(DIRECTORY DESTINATION ${etc}/audisp-kube/detections)
install(DIRECTORY DESTINATION ${etc}/audisp-kube/exceptions.d)

# Ours, replaced on upgrade.
install(DIRECTORY plugin/detections plugin/rsyslog plugin/logrotate DESTINATION ${CMAKE_INSTALL_DATADIR}/audisp-kube
        FILES_MATCHING PATTERN *.toml PATTERN *.conf)
install(PROGRAMS packaging/refresh-audit-rules DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/audisp-kube)

# The watch over the plugin: auditd says nothing when it has given one up.
set(AK_SYSTEMD_UNIT_DIR ${CMAKE_INSTALL_PREFIX}/lib/systemd/system CACHE PATH "For systemd's units")
install(FILES plugin/systemd/audisp-kube-watch.service plugin/systemd/audisp-kube-watch.timer
        DESTINATION ${AK_SYSTEMD_UNIT_DIR})

# To read.
install(FILES docs/audisp-kube-events.7 DESTINATION ${CMAKE_INSTALL_MANDIR}/man7)
install(FILES docs/audisp-kube.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES docs/audisp-kube-config.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
