"""What a caller may use: public reads are for everyone, the rest for a key with the resource's scope."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from core.api.models import ApiToken


class WithinScope(BasePermission):
    """The resource's `scope` for reading and `write_scope` for the rest; a browser's session has all those of its hat."""

    def has_permission(self, request: Request, view: Any) -> bool:
        reading = request.method in SAFE_METHODS
        signed_in = request.user is not None and request.user.is_authenticated
        if not signed_in:
            if reading and view.public:
                return True
            raise NotAuthenticated
        scope = view.scope if reading else view.write_scope
        if scope is None:
            # Nothing is written here: the method itself is answered with 405.
            return True
        if isinstance(request.auth, ApiToken) and scope.code not in request.auth.scopes:
            raise PermissionDenied(
                _("Ten klucz nie ma zakresu „%(scope)s” (%(label)s). Utwórz klucz, który go ma.")
                % {"scope": scope.code, "label": scope.label}
            )
        return True
