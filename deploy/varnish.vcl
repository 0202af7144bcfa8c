# Varnish before two instances of the service: a cache of one's own, or the stand-in for a CDN.
#   varnishd -a 127.0.0.1:6081 -a purge=127.0.0.1:6082 -s files=malloc,192m -s computed=malloc,64m \
#     -f /opt/glossary/deploy/varnish.vcl -p http_gzip_support=off
# Readers come in by the first address. The second is for GLOSSARY_EDGES alone and must not be reached from outside: whoever reaches
# it may evict. “files” holds files, “computed” everything whose address a reader can make up, which so never evicts a file.
# The service makes the compressed forms itself, hence http_gzip_support=off. Run no varnishncsa: its log would hold who read what.
vcl 4.1;

import directors;
import std;

probe ready {
    .url = "/readyz";
    .interval = 2s;
    .timeout = 2s;
    .window = 4;
    .threshold = 3;
    .initial = 3;
}

backend one {
    .host = "127.0.0.1";
    .port = "8001";
    .probe = ready;
    .connect_timeout = 2s;
    .first_byte_timeout = 10s;
}

backend two {
    .host = "127.0.0.1";
    .port = "8002";
    .probe = ready;
    .connect_timeout = 2s;
    .first_byte_timeout = 10s;
}

sub vcl_init {
    new service = directors.round_robin();
    service.add_backend(one);
    service.add_backend(two);
}

sub vcl_recv {
    unset req.http.X-Forwarded-For; # who asks is not passed on
    unset req.http.Cookie;
    set req.http.Host = "glossary"; # the service does not look at it, and one name is one cache
    set req.backend_hint = service.backend();

    # Which edition is current, and evictions by hand. The listener decides who may say so, not the client's address: behind a
    # TLS terminator every reader comes from this machine.
    if (local.socket == "purge") {
        if (req.method != "PURGE") {
            return (synth(405, "Only PURGE is answered here."));
        }
        if (req.http.Glossary-Edition ~ "^[A-Za-z0-9:-]+$") {
            ban("obj.http.Glossary-Edition != " + req.http.Glossary-Edition);
            return (synth(200, "What is not of this edition is gone."));
        }
        if (req.http.Surrogate-Key ~ "^[a-z0-9-]+$") {
            # \s, since a space would end the expression, and nothing would be evicted.
            ban("obj.http.Surrogate-Key ~ (^|\s)" + req.http.Surrogate-Key + "(\s|$)");
            return (synth(200, "What has this key is gone."));
        }
        return (synth(400, "Name the current edition in Glossary-Edition, or a concept in Surrogate-Key."));
    }
    if (req.method == "PURGE") {
        return (synth(405, "Purging is not allowed here."));
    }
    # The word of a search that is posted is held until it is answered, so that the other instance can be asked.
    if (req.method == "POST") {
        if (std.integer(req.http.Content-Length, 4097) > 4096) {
            return (synth(413, "Content Too Large"));
        }
        std.cache_req_body(4KB);
    }
    if ((req.method != "GET" && req.method != "HEAD") || req.url ~ "^/v1/[^/]+/(search|suggest)" || req.url ~ "^/[^/]+/search(\?|$)") {
        return (pass);
    }
    if (req.url ~ "^/metrics") {
        return (synth(404, "There is nothing here."));
    }
    # A file ignores its query string.
    if (req.url ~ "^/[^?]*(/|\.[^/?]*)\?") {
        set req.url = regsub(req.url, "\?.*$", "");
    }
    # Any other query is passed, but for the two that have few values: what readers type is kept nowhere.
    if (req.url ~ "\?" && req.url !~ "^/v1/terms/[a-z0-9-]+\?lang=[A-Za-z0-9-]{1,35}$" && req.url !~ "^/v1/[A-Za-z0-9-]{1,35}/terms\?group=[a-z0-9-]+$") {
        return (pass);
    }
    # A concept is plain JSON for everybody but those who ask for a graph, and then one response, however Accept is written.
    if (req.url ~ "^/v1/terms" && req.http.Accept !~ "(?i)text/turtle|application/ld.json") {
        set req.http.Accept = "*/*";
    }
    if (req.http.Accept-Encoding ~ "(?i)\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))") {
        set req.http.Accept-Encoding = "br";
    } elsif (req.http.Accept-Encoding ~ "(?i)\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))") {
        set req.http.Accept-Encoding = "gzip";
    } else {
        unset req.http.Accept-Encoding;
    }
    # stale-while-revalidate: what has just expired is shown while it is asked for again. While no instance answers, and once
    # more after a failure, stale-if-error: what is kept is shown for a day.
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 60s;
    } else {
        set req.grace = 24h;
    }
    return (hash);
}

sub vcl_backend_fetch {
    unset bereq.http.X-Forwarded-For;
    set bereq.backend = service.backend();
}

sub vcl_backend_response {
    if (beresp.status >= 500) {
        return (error(503, "The glossary is away for a moment."));
    }
    # As long as the answer itself allows: one with contacts of help ends within a day, life and grace together.
    if (beresp.http.Cache-Control ~ "stale-if-error=\d+") {
        set beresp.grace = std.duration(regsub(beresp.http.Cache-Control, ".*stale-if-error=(\d+).*", "\1s"), 0s);
    }
    # A bundle answers at the address of any language, and is a file at that of its own.
    set beresp.storage = storage.computed;
    if (beresp.status == 200 && bereq.url ~ "^/[^?]*(/|\.[^/?]*)$" && (bereq.url !~ "/bundle(/head)?\.json$" ||
        std.strstr(beresp.http.Content-Language + ",", regsub(bereq.url, "^/v1/([^/]*)/.*", "\1,")))) {
        set beresp.storage = storage.files;
    }
}

sub vcl_backend_error {
    if (bereq.retries < 2) {
        return (retry);
    }
    if (bereq.is_bgfetch) {
        return (abandon); # what is kept stays
    }
    set beresp.status = 503;
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
    set beresp.http.Edge-Failure = "yes";
    set beresp.http.Content-Type = "application/problem+json";
    set beresp.http.Access-Control-Allow-Origin = "*";
    set beresp.http.X-Content-Type-Options = "nosniff";
    set beresp.http.Referrer-Policy = "no-referrer";
    set beresp.http.Cache-Control = "no-store";
    set beresp.http.Retry-After = "5";
    set beresp.body = """{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"The glossary is away for a moment. Ask again in a few seconds."}
""";
    return (deliver);
}

sub vcl_deliver {
    if (resp.http.Edge-Failure && req.restarts == 0 && (req.method == "GET" || req.method == "HEAD")) {
        return (restart);
    }
    # For the operator only, who asks the instances themselves; at whatever spelling of its address.
    if (resp.http.Content-Type ~ "^text/plain; version=") {
        return (synth(404, "There is nothing here."));
    }
    unset resp.http.Edge-Failure;
    unset resp.http.Surrogate-Key;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}

sub vcl_synth {
    set resp.http.Content-Type = "application/problem+json";
    set resp.http.Access-Control-Allow-Origin = "*";
    set resp.http.X-Content-Type-Options = "nosniff";
    set resp.http.Referrer-Policy = "no-referrer";
    set resp.http.Cache-Control = "no-store";
    unset resp.http.X-Varnish;
    set resp.body = {"{"type":"about:blank","title":""} + resp.reason + {"","status":"} + resp.status + {"}
"};
    return (deliver);
}
