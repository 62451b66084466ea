package dev.keybearer.benchmark.gateway;

import dev.keybearer.benchmark.tool.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** nginx with one worker, which passes everything on and judges nothing. */
public record Nginx() implements Peer {
  @Override
  public String words() {
    return "nginx, no authentication";
  }

  @Override
  public boolean judges() {
    return false;
  }

  @Override
  public @Nullable String missing() {
    return Programs.has("nginx") ? null : Peer.install("nginx");
  }

  /** Both ends would close their connections after a thousand calls otherwise. */
  @Override
  public List<String> command(Scene scene, int port) throws IOException {
    Path folder = Files.createDirectories(scene.folder().resolve("nginx"));
    String config =
        """
        daemon off;
        worker_processes 1;
        pid %1$s/pid;
        error_log stderr;
        %4$s
        events { worker_connections 4096; }
        http {
          access_log off;
          keepalive_timeout 60s;
          keepalive_requests 1000000000;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          upstream orders {
            server 127.0.0.1:%3$d;
            keepalive 64;
            keepalive_requests 1000000000;
          }
          server {
            listen 127.0.0.1:%2$d;
            location / {
              proxy_pass http://orders;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
          }
        }
        """
            .formatted(folder, port, scene.upstream(), user());
    Path file = Files.writeString(folder.resolve("nginx.conf"), config);
    return List.of(Programs.path("nginx"), "-p", folder.toString(), "-c", file.toString());
  }

  /** Its worker would be nobody otherwise, who may not enter the folder. */
  private static String user() {
    return System.getProperty("user.name").equals("root") ? "user root;" : "";
  }
}
