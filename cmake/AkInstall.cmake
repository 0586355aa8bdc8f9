# What `cmake --install` puts where; the DEB and the RPM are made of exactly this.
install(TARGETS audisp-kube RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR})
