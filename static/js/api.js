/* The API's schema in the browser; calls go out in the hat of the signed-in person, with the CSRF token of the page. */
"use strict";

const place = document.getElementById("swagger");
const cookie = (name) => document.cookie.split("; ").find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1) || "";
window.SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  docExpansion: "none",
  defaultModelsExpandDepth: -1,
  requestInterceptor(request) {
    if (!["GET", "HEAD"].includes(request.method)) request.headers["X-CSRFToken"] = cookie("csrftoken");
    return request;
  },
});
