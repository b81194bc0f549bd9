package io.knarr.identity;

import java.util.Optional;
import java.util.Set;

/** How callers say who they are (core 1.3). */
public sealed interface AuthMode {
    /** Hosts that only this machine can reach. */
    Set<String> LOCAL_HOSTS = Set.of("127.0.0.1", "localhost", "::1");

    /** As in {@code server.auth_mode} and in {@code /health}. */
    String label();

    /** Whether accounts, users and keys can be managed; without that such calls are refused. */
    boolean managesKeys();

    /** Whether the port must not be reachable from other machines. */
    boolean localOnly();

    /** Why the server must not listen on this host in this mode; empty if it may. */
    default Optional<String> refusalOn(String host) {
        return localOnly() && !LOCAL_HOSTS.contains(host)
                ? Optional.of("auth_mode " + label() + " without a root key lets everybody in who can reach " + host
                        + ": set server.root_api_key, or listen on 127.0.0.1")
                : Optional.empty();
    }

    /** No keys: whoever reaches the port is root of the account named in the headers. */
    record Dev() implements AuthMode {
        @Override
        public String label() {
            return "dev";
        }

        @Override
        public boolean managesKeys() {
            return false;
        }

        @Override
        public boolean localOnly() {
            return true;
        }
    }

    /** The key says it all. */
    record ApiKey(RootKey rootKey, KeyStore keys) implements AuthMode {
        @Override
        public String label() {
            return "api_key";
        }

        @Override
        public boolean managesKeys() {
            return true;
        }

        @Override
        public boolean localOnly() {
            return false;
        }
    }

    /** A gateway in front has checked the caller and says in headers who it is. */
    record Trusted(Optional<RootKey> rootKey) implements AuthMode {
        @Override
        public String label() {
            return "trusted";
        }

        @Override
        public boolean managesKeys() {
            return rootKey.isPresent();
        }

        @Override
        public boolean localOnly() {
            return rootKey.isEmpty();
        }
    }
}
